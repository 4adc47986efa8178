// Command testbed runs Kubernetes clusters of one node on a machine without a container engine.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

const usage = `usage:
  up [NAME] [--kubernetes vX.Y]   start a cluster, print its kubeconfig's path
  down [NAME] [--keep|--purge]    end a cluster and remove its state
  load IMAGE.tar [NAME]           load a docker-save archive
  image KIND [NAME]               build a test image (tools, postgres, mariadb, redis) and load it
  tool NAME                       build a program that tests need beside clusters (minio), print its path
  ctl NAME COMMAND                look into a cluster, break parts of it; ctl NAME help lists the commands
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "testbed:", err)
		os.Exit(exitCode(err))
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return usageError(usage)
	}
	commands := map[string]func(context.Context, []string) error{
		"up": up, "down": down, "load": load, "image": buildImage, "tool": tool, "ctl": control,
		"init": initialize, "supervise": supervise,
	}
	command, ok := commands[args[0]]
	if !ok {
		return usageError(usage)
	}
	return command(ctx, args[1:])
}

// usageError is a mistake of the caller.
type usageError string

func (e usageError) Error() string { return string(e) }

func exitCode(err error) int {
	if _, ok := err.(usageError); ok {
		return 2
	}
	return 1
}
