/*
 * Loaded before a program that an npm script starts: npm's shell stands between the two, passes no signal on and leaves the program
 * running when it ends. Where the parent is gone, the program is asked to stop, as by a signal of its own. No shell's `exec` is
 * needed for that, which cmd.exe does not know. On Windows, where the number of a dead parent stays, closing the console ends both.
 */

const lookEveryMs = 500;
const parent = process.ppid;

// As the first process of a container, or of a session, there is nothing to watch.
if (parent > 1) {
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, lookEveryMs).unref();
}
