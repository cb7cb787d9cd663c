/** What a tool objects to. */
export interface Finding {
  tool: string;
  rule: string;
  /** Logical id in the template; the tool's own word where it names none. */
  resource: string;
  message: string;
}

/** What a tool did: how many rules it has, and what it found. */
export interface ToolReport {
  tool: string;
  rules: number;
  findings: Finding[];
}
