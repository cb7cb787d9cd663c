/** What a tool objects to. */
export interface Finding {
  tool: string;
  rule: string;
  /** Logical id in the template; the tool's own word where it names none. */
  resource: string;
  message: string;
}

/** What a tool did with one template: how many rules it has, and what it found. */
export interface ToolReport {
  tool: string;
  rules: number;
  findings: Finding[];
}

/** A finding, with the names of the templates that have it. */
export interface MergedFinding extends Finding {
  templates: string[];
}

/** Each finding once: a tool may report the same several times, and of several templates. */
export function merge(reports: readonly { template: string; findings: readonly Finding[] }[]): MergedFinding[] {
  const merged = new Map<string, MergedFinding>();
  for (const { template, findings } of reports) {
    for (const finding of findings) {
      const key = `${finding.tool} ${finding.rule} ${finding.resource}`;
      const known = merged.get(key) ?? { ...finding, templates: [] };
      if (!known.templates.includes(template)) known.templates.push(template);
      merged.set(key, known);
    }
  }
  return [...merged.values()];
}
