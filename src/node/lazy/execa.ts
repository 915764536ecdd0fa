// A bundle of its own, loaded at the first child process: it costs 26 ms that a start should not pay.
export { execa } from 'execa';
