package main

import (
	"context"
	"fmt"
	"os"

	"csdr.io/testbed/internal/home"
	"csdr.io/testbed/internal/image"
	"csdr.io/testbed/internal/machine"
	"csdr.io/testbed/internal/node"
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
	archive, err := makeImage(ctx, place, kind)
	if err != nil {
		return err
	}
	return loadInto(ctx, archive, name)
}

// makeImage makes an image of that kind, unless it is there already, and returns its archive.
func makeImage(ctx context.Context, place home.Home, kind string) (string, error) {
	lock, err := place.Lock("images")
	if err != nil {
		return "", err
	}
	defer lock.Close()
	archive, err := image.Build(ctx, place.Images(), kind, os.Stderr)
	if err != nil {
		return "", fmt.Errorf("making the image of kind %s: %w", kind, err)
	}
	return archive, nil
}

// makePause makes the image that holds pods' namespaces, unless it is there already, and returns its archive.
func makePause(place home.Home, program string) (string, error) {
	lock, err := place.Lock("images")
	if err != nil {
		return "", err
	}
	defer lock.Close()
	archive, err := image.Pause(place.Images(), program, node.SandboxImage)
	if err != nil {
		return "", fmt.Errorf("making the pause image: %w", err)
	}
	return archive, nil
}
