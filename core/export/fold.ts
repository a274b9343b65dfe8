const longestLine = 130

/** A line of text over several, broken at spaces, where it is long; never ahead of a comment, which follows its statement. */
export function folded(line: string): readonly string[] {
  const indent = ' '.repeat(line.search(/\S/) + 2)
  const lines: string[] = []
  let rest = line
  while (rest.length > longestLine) {
    let end = rest.lastIndexOf(' ', longestLine)
    while (rest.startsWith('(*', end + 1)) end = rest.lastIndexOf(' ', end - 1)
    if (end <= indent.length) break
    lines.push(rest.slice(0, end))
    rest = indent + rest.slice(end + 1)
  }
  return [...lines, rest]
}
