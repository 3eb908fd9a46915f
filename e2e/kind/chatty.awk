# Prints as many lines as the first argument says, numbered, each padded to as many bytes as the second says.
BEGIN {
  dots = "."
  while (length(dots) < 256) dots = dots dots
  for (i = 1; i <= ARGV[1]; i++) {
    line = "line " i
    while (length(line) < ARGV[2]) line = line substr(dots, 1, ARGV[2] - length(line))
    print line
  }
}
