package condition

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// illegalNumber reports, in a shell's words, that a word is no number.
type illegalNumber string

func (n illegalNumber) Error() string { return "Illegal number: " + string(n) }

func compare(s Shell, x, op, y string) (bool, error) {
	switch op {
	case "=", "==":
		return x == y, nil
	case "!=":
		return x != y, nil
	case "<":
		return x < y, nil
	case ">":
		return x > y, nil
	case "-nt", "-ot", "-ef":
		a, errA := s.Stat(x, true)
		b, errB := s.Stat(y, true)
		switch op {
		case "-nt":
			return errA == nil && (errB != nil || a.ModTime().After(b.ModTime())), nil
		case "-ot":
			return errB == nil && (errA != nil || a.ModTime().Before(b.ModTime())), nil
		}
		return errA == nil && errB == nil && a.Same(b), nil
	}
	a, errA := strconv.ParseInt(strings.TrimSpace(x), 10, 64)
	b, errB := strconv.ParseInt(strings.TrimSpace(y), 10, 64)
	if errA != nil {
		return false, illegalNumber(x)
	}
	if errB != nil {
		return false, illegalNumber(y)
	}
	switch op {
	case "-eq":
		return a == b, nil
	case "-ne":
		return a != b, nil
	case "-lt":
		return a < b, nil
	case "-le":
		return a <= b, nil
	case "-gt":
		return a > b, nil
	}
	return a >= b, nil
}

func unary(s Shell, op, x string) (bool, error) {
	switch op {
	case "-z":
		return x == "", nil
	case "-n":
		return x != "", nil
	case "-t", "-k", "-u", "-g", "-S", "-b", "-p", "-G", "-N":
		return false, nil
	case "-v":
		return s.IsSet(x), nil
	case "-o":
		return false, nil
	}
	info, err := s.Stat(x, op != "-L" && op != "-h")
	if x == "" || err != nil {
		return false, nil
	}
	switch op {
	case "-e", "-a", "-O":
		return true, nil
	case "-f":
		return info.Mode().IsRegular(), nil
	case "-d":
		return info.IsDir(), nil
	case "-c":
		return info.Mode()&fs.ModeCharDevice != 0, nil
	case "-L", "-h":
		return info.Mode()&fs.ModeSymlink != 0, nil
	case "-s":
		return info.Size() > 0, nil
	case "-r":
		return info.Mode().Perm()&0o444 != 0, nil
	case "-w":
		return info.Mode().Perm()&0o222 != 0, nil
	case "-x":
		return info.Mode().Perm()&0o111 != 0, nil
	}
	return false, fmt.Errorf("%s: unknown operand", op)
}
