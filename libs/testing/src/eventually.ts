/** Waits until `look` no longer throws, and gives what it gave. Fails with its last error: a test waits for a condition, never for a time. */
export const eventually = async <T>(look: () => T | Promise<T>, patienceMs = 60_000): Promise<T> => {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((again) => setTimeout(again, 20));
    }
  }
};
