/** What the help of a command ends with. */
export function example(...lines: readonly string[]): string {
  return `\nExample${lines.length > 1 ? 's' : ''}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
