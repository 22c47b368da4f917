/** Which segmenter reads a large body; formats whose texts depend on what is far away have none and stay refused. */
import type { Codec, OpenHead } from '../codec.ts';
import { jsonCodec } from '../formats/json.ts';
import { multipartCodec } from '../formats/multipart.ts';
import { isFormType, isTextType } from '../media-type.ts';
import { looksRecognised } from '../recognised.ts';
import { startsLikeJson } from '../sniff.ts';
import { createFormSegmenter } from './form.ts';
import { createJsonSegmenter } from './json.ts';
import { createMultipartSegmenter } from './multipart.ts';
import type { Segmenter } from './segment.ts';
import { createTextSegmenter, type TextCut } from './text.ts';

export interface SegmentScene {
  /** What reads the body when it is small. */
  readonly codec: Codec;
  /** The profile chose `codec`: nothing is guessed. */
  readonly chosen: boolean;
  readonly cut: TextCut;
}

/** Undefined when the body cannot be read in segments. `first` is where it begins. */
export function selectSegmenter(head: OpenHead, scene: SegmentScene, first: Buffer): Segmenter | undefined {
  const { codec, chosen, cut } = scene;
  const json = startsLikeJson(first);
  if (codec === jsonCodec) return json ? createJsonSegmenter(head) : undefined;
  if (chosen) return undefined;
  if (codec === multipartCodec) return createMultipartSegmenter(head);
  if (json) return createJsonSegmenter(head);
  const type = head.mediaType ?? 'text/plain';
  if (isFormType(type)) return createFormSegmenter(head);
  // Markup says with its tags what belongs together, and a message of a protocol with its lengths.
  const plain = codec.id === 'plain' && isTextType(type) && !looksRecognised(first);
  return plain ? createTextSegmenter(head, cut) : undefined;
}
