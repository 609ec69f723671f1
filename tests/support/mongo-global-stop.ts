export default async function stop(): Promise<void> {
  await (globalThis as { __mongo?: { stop(): Promise<void> } }).__mongo?.stop();
}
