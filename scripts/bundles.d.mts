import type { BuildOptions } from 'esbuild';

export const dist: string;
export const bundles: Readonly<Record<'extension' | 'cli' | 'scan-worker' | 'lazy' | 'webview', BuildOptions>>;
