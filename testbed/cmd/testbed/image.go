package main

import (
	"context"
	"os"

	"csdr.io/testbed/internal/home"
	"csdr.io/testbed/internal/image"
	"csdr.io/testbed/internal/machine"
)

// buildImage makes one of the test images and loads it into a cluster.
func buildImage(ctx context.Context, args []string) error {
	kind, name, err := parseOneAndName(args)
	if err != nil {
		return err
	}
	if err := machine.Path(); err != nil {
		return err
	}
	place, err := home.Find()
	if err != nil {
		return err
	}
	archive, err := build(ctx, place, kind)
	if err != nil {
		return err
	}
	return loadInto(ctx, archive, name)
}

func build(ctx context.Context, place home.Home, kind string) (string, error) {
	lock, err := place.Lock()
	if err != nil {
		return "", err
	}
	defer lock.Close()
	return image.Build(ctx, place.Images(), kind, os.Stderr)
}
