/** A metric of CloudWatch, as alarms and dashboards name it. */
export type Metric = [namespace: string, name: string, dimensions: Record<string, string>];
