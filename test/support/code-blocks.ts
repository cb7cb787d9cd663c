/** The fenced blocks of a language in a Markdown text, as they are printed there. */
export function codeBlocks(markdown: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n(?<code>[^]*?)^\`\`\`$`, 'gm');
  return [...markdown.matchAll(fence)].map(({ groups }) => groups?.code ?? '');
}
