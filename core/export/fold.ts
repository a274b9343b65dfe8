const longestLine = 130

/** A line of text over several, broken at spaces, where it is long. */
export function folded(line: string): readonly string[] {
  const indent = ' '.repeat(line.search(/\S/) + 2)
  const lines: string[] = []
  let rest = line
  while (rest.length > longestLine) {
    const end = rest.lastIndexOf(' ', longestLine)
    if (end <= indent.length) break
    lines.push(rest.slice(0, end))
    rest = indent + rest.slice(end + 1)
  }
  return [...lines, rest]
}
