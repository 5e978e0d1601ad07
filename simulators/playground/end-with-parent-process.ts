/** Loaded into a process beside its own program: it ends when the one that started it has, even if that was killed. */
process.on('disconnect', () => process.exit());
// A listener must not keep a process from ending by itself.
process.channel?.unref();
