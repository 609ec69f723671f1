/** Milliseconds since the epoch, rising steadily. The time that people see is the sandbox's, see `sandboxNow`. */
export const realNow = () => performance.timeOrigin + performance.now();
