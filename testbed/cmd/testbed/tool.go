package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"csdr.io/testbed/internal/home"
	"csdr.io/testbed/internal/toolchain"
)

// tool builds a program that is no part of a cluster, unless it is there already, and prints its path.
func tool(ctx context.Context, args []string) error {
	if len(args) != 1 || strings.HasPrefix(args[0], "-") {
		return usageError(usage)
	}
	place, err := home.Find()
	if err != nil {
		return err
	}
	builder := toolchain.Builder{Home: place, Source: os.Getenv("CSDR_TESTBED_SOURCE"), Progress: os.Stderr}
	path, err := builder.Tool(ctx, args[0])
	if err != nil {
		return err
	}
	fmt.Println(path)
	return nil
}
