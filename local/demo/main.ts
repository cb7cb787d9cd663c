// Two demos with options of their own: requests one by one, and a drain of a whole port.
if (process.argv.includes('--drain')) await import('../drain-demo/cli.ts');
else await import('./cli.ts');

export {};
