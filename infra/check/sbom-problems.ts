/** The parts of a CycloneDX document that are checked. */
export interface Sbom {
  bomFormat?: string;
  specVersion?: string;
  serialNumber?: string;
  metadata?: { timestamp?: string };
  components?: { group?: string; name: string; version?: string; purl?: string; licenses?: unknown[] }[];
}

/**
 * What is wrong with the document, in sentences.
 *
 * @param bundled name and version of each package that is in a bundle, as the licence notes have them
 * @param dependencies the project's own, by name
 * @param places folders of this machine, which must not appear in it
 */
export function sbomProblems(
  sbom: Sbom,
  bundled: readonly string[],
  dependencies: Readonly<Record<string, string>>,
  places: readonly string[],
): string[] {
  const { bomFormat, specVersion, serialNumber, metadata, components = [] } = sbom;
  const named = components.map((one) => ({ ...one, title: titleOf(one) }));
  const titles = new Set(named.map(({ title }) => title));
  const text = JSON.stringify(sbom);
  return [
    ...(bomFormat === 'CycloneDX' && specVersion === '1.6' ? [] : ['It is no CycloneDX 1.6 document.']),
    ...((serialNumber ?? metadata?.timestamp)
      ? ['It has a serial number or a time, so that no two are the same.']
      : []),
    ...named
      .filter(({ version, purl, licenses = [] }) => !(version && purl && licenses.length > 0))
      .map(({ title }) => `${title} has no version, no purl or no licence.`),
    ...Object.entries(dependencies)
      .map(([name, version]) => `${name} ${version}`)
      .filter((title) => !titles.has(title))
      .map((title) => `${title} is a dependency, and missing.`),
    ...bundled.filter((title) => !titles.has(title)).map((title) => `${title} is bundled, and missing.`),
    ...[...titles].filter((title) => !bundled.includes(title)).map((title) => `${title} is not bundled.`),
    ...places.filter((place) => text.includes(place)).map((place) => `It names ${place}.`),
  ];
}

function titleOf({ group, name, version }: { group?: string; name: string; version?: string }): string {
  return `${group ? `${group}/` : ''}${name} ${version}`;
}
