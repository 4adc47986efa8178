package main

import "strings"

// upOptions is what up was asked for.
type upOptions struct{ name, kubernetes string }

func parseUp(args []string) (upOptions, error) {
	options := upOptions{}
	for i := 0; i < len(args); i++ {
		argument := args[i]
		switch {
		case argument == "--kubernetes" && i+1 < len(args):
			i++
			options.kubernetes = args[i]
		case strings.HasPrefix(argument, "--kubernetes="):
			options.kubernetes = strings.TrimPrefix(argument, "--kubernetes=")
		case strings.HasPrefix(argument, "-"), options.name != "":
			return options, usageError(usage)
		default:
			options.name = argument
		}
	}
	if options.name == "" {
		options.name = defaultName
	}
	if options.kubernetes != "" && !strings.HasPrefix(options.kubernetes, "v") {
		options.kubernetes = "v" + options.kubernetes
	}
	return options, nil
}

// downOptions is what down was asked for.
type downOptions struct {
	name        string
	keep, purge bool
}

func parseDown(args []string) (downOptions, error) {
	options := downOptions{}
	for _, argument := range args {
		switch {
		case argument == "--keep":
			options.keep = true
		case argument == "--purge":
			options.purge = true
		case strings.HasPrefix(argument, "-"), options.name != "":
			return options, usageError(usage)
		default:
			options.name = argument
		}
	}
	if options.name == "" {
		options.name = defaultName
	}
	if options.keep && options.purge {
		return options, usageError("--keep and --purge exclude each other")
	}
	return options, nil
}

// parseOneAndName takes a required argument and a cluster's name.
func parseOneAndName(args []string) (argument, name string, err error) {
	if len(args) < 1 || len(args) > 2 || strings.HasPrefix(args[0], "-") {
		return "", "", usageError(usage)
	}
	if len(args) == 2 {
		return args[0], args[1], nil
	}
	return args[0], defaultName, nil
}
