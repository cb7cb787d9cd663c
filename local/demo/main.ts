// Two demos with options of their own: requests one by one, and a drain of a whole port.
await import(process.argv.includes('--drain') ? '../drain-demo/cli.ts' : './cli.ts');
