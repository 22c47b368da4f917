/** Every protocol that a profile can name, each from its own file in `wires/`. */
import type { WireName } from '../domain/codec-step.ts';
import type { Format } from './assembly.ts';
import { carriedCodec } from './carried.ts';
import { jsonCodec } from './formats/json.ts';
import { msgpackCodec } from './formats/msgpack.ts';
import { protobufCodec } from './formats/protobuf.ts';
import { actioncable } from './wires/actioncable.ts';
import { bayeux } from './wires/bayeux.ts';
import { ddp } from './wires/ddp.ts';
import { delimited } from './wires/delimited.ts';
import { engineio } from './wires/engineio.ts';
import { graphql } from './wires/graphql.ts';
import { grpcWeb } from './wires/grpc-web.ts';
import { jsonp } from './wires/jsonp.ts';
import { mqtt } from './wires/mqtt.ts';
import { nats } from './wires/nats.ts';
import { phoenix } from './wires/phoenix.ts';
import { prefix } from './wires/prefix.ts';
import { pusher } from './wires/pusher.ts';
import { signalr, signalrMsgpack } from './wires/signalr.ts';
import { socketio } from './wires/socketio.ts';
import { socketioMsgpack } from './wires/socketio-msgpack.ts';
import { sockjs, sockjsHtmlfile } from './wires/sockjs.ts';
import { stomp } from './wires/stomp.ts';
import { twilsock } from './wires/twilsock.ts';
import { xmpp } from './wires/xmpp.ts';

/** `carry` is there where the protocol carries messages of others, which the next step reads. */
export interface Wire {
  readonly format: Format;
  readonly carry?: (inner: Format) => Format;
}

function carrier(carry: (inner: Format) => Format, inner: Format = carriedCodec): Wire {
  return { format: carry(inner), carry };
}

export const wires: Readonly<Record<WireName, Wire>> = {
  engineio: carrier(engineio),
  socketio: { format: socketio },
  'socketio-msgpack': { format: socketioMsgpack },
  bayeux: { format: bayeux },
  actioncable: { format: actioncable },
  phoenix: { format: phoenix },
  sockjs: carrier(sockjs),
  'sockjs-htmlfile': carrier(sockjsHtmlfile),
  signalr: { format: signalr },
  'signalr-msgpack': { format: signalrMsgpack },
  ddp: { format: ddp },
  pusher: { format: pusher },
  stomp: carrier(stomp),
  xmpp: { format: xmpp },
  jsonp: carrier(jsonp),
  graphql: { format: graphql },
  delimited: carrier(delimited),
  prefix: carrier(prefix, jsonCodec),
  twilsock: carrier(twilsock),
  mqtt: carrier(mqtt),
  nats: carrier(nats),
  msgpack: { format: msgpackCodec },
  protobuf: { format: protobufCodec },
  'grpc-web': { format: grpcWeb },
};
