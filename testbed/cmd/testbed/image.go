package main

import "context"

func buildImage(ctx context.Context, args []string) error { return usageError(usage) }
