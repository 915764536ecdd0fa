/** An address of a service, as a setting has it, without slashes at its end. */
export function serviceAddress(setting: string): string {
  return setting.replace(/\/+$/, '');
}

/** Whether what is sent to an address leaves this machine; an empty one is nobody's. */
export function isElsewhere(address: string): boolean {
  return address !== '' && !/^https?:\/\/(?:127(?:\.\d+){3}|localhost|\[::1\])(?::\d+)?(?:\/|$)/i.test(address);
}
