// Two kinds of runs with options of their own: order systems that send requests, and a drain of a whole port.
if (process.argv.includes('--drains')) await import('./drains/cli.ts');
else await import('./cli.ts');

export {};
