/** The Microsoft SignalR client over WebSockets, server-sent events and long polling. */
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { soon } from '../../support/clients/chat-stage.ts';
import { type ChatPeer, exercise } from '../../support/clients/exercise.ts';
import { startSignalrHub } from '../../support/clients/signalr-hub.ts';

async function connect(url: string, transport: HttpTransportType): Promise<ChatPeer> {
  const hub = new HubConnectionBuilder()
    .withUrl(`${url}/chat`, { transport })
    .configureLogging(LogLevel.None)
    .withAutomaticReconnect([50, 100, 200])
    .build();
  const got: string[] = [];
  hub.on('message', (text: string) => got.push(text));
  await soon('start', hub.start());
  const back = () => soon('reconnect', new Promise<void>((resolve) => hub.onreconnected(() => resolve())));
  return {
    got,
    async send(text) {
      await soon('completion', hub.invoke('send', text), 15_000);
    },
    ...(transport === HttpTransportType.WebSockets && { back }),
    close: () => soon('stop', hub.stop()),
  };
}

for (const [name, transport] of [
  ['websockets', HttpTransportType.WebSockets],
  ['server-sent events', HttpTransportType.ServerSentEvents],
  ['long polling', HttpTransportType.LongPolling],
] as const) {
  exercise({ name: `signalr, ${name}`, start: startSignalrHub, connect: (url) => connect(url, transport) });
}
