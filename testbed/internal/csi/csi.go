// Package csi serves the Container Storage Interface on top of a pool.
package csi

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	registration "k8s.io/kubelet/pkg/apis/pluginregistration/v1"

	"csdr.io/testbed/internal/pool"
)

// Driver is one CSI driver.
type Driver struct {
	// Name is the driver's name, as StorageClasses give it.
	Name string
	// Node is the name of the only node.
	Node string
	// Snapshots says whether the driver takes snapshots and makes clones.
	Snapshots bool
	Pool      *pool.Pool
}

// Version is reported to Kubernetes.
const version = "1"

// Serve registers the driver with the kubelet, whose folder it is given, and serves until a socket fails.
func (d *Driver) Serve(kubelet string) error {
	socket := filepath.Join(kubelet, "plugins", d.Name, "csi.sock")
	listener, err := listen(socket)
	if err != nil {
		return err
	}
	// The kubelet asks as soon as it sees the second socket, so it comes last.
	announcement, err := listen(filepath.Join(kubelet, "plugins_registry", d.Name+"-reg.sock"))
	if err != nil {
		return err
	}
	server := grpc.NewServer(grpc.UnaryInterceptor(logCalls))
	csi.RegisterIdentityServer(server, identity{Driver: d})
	csi.RegisterControllerServer(server, controller{Driver: d})
	csi.RegisterNodeServer(server, node{Driver: d})
	announcer := grpc.NewServer()
	registration.RegisterRegistrationServer(announcer, registrar{driver: d, socket: socket})
	failures := make(chan error, 2)
	go func() { failures <- server.Serve(listener) }()
	go func() { failures <- announcer.Serve(announcement) }()
	return <-failures
}

func listen(socket string) (net.Listener, error) {
	if err := os.MkdirAll(filepath.Dir(socket), 0o750); err != nil {
		return nil, err
	}
	if err := os.Remove(socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	return net.Listen("unix", socket)
}

// registrar tells the kubelet where the driver is.
type registrar struct {
	registration.UnimplementedRegistrationServer
	driver *Driver
	socket string
}

func (r registrar) GetInfo(context.Context, *registration.InfoRequest) (*registration.PluginInfo, error) {
	return &registration.PluginInfo{
		Type: registration.CSIPlugin, Name: r.driver.Name, Endpoint: r.socket, SupportedVersions: []string{"1.0.0"},
	}, nil
}

func (r registrar) NotifyRegistrationStatus(_ context.Context, result *registration.RegistrationStatus) (*registration.RegistrationStatusResponse, error) {
	if !result.PluginRegistered {
		return nil, fmt.Errorf("the kubelet refused the driver: %s", result.Error)
	}
	return &registration.RegistrationStatusResponse{}, nil
}

// logCalls writes a line for each call that changes something or fails.
func logCalls(ctx context.Context, request any, call *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
	start := time.Now()
	response, err := handler(ctx, request)
	name := filepath.Base(call.FullMethod)
	if err != nil {
		err = asStatus(err)
		log.Printf("%s {%v}: %v", name, request, err)
	} else if changes[name] {
		log.Printf("%s {%v}: done in %s", name, request, time.Since(start).Round(time.Millisecond))
	}
	return response, err
}

var changes = map[string]bool{
	"CreateVolume": true, "DeleteVolume": true, "CreateSnapshot": true, "DeleteSnapshot": true,
	"NodeStageVolume": true, "NodeUnstageVolume": true, "NodePublishVolume": true, "NodeUnpublishVolume": true,
}

// asStatus gives the pool's errors the codes that the interface sets for them.
func asStatus(err error) error {
	if _, ok := status.FromError(err); ok {
		return err
	}
	for cause, code := range map[error]codes.Code{
		pool.ErrNotFound:  codes.NotFound,
		pool.ErrDifferent: codes.AlreadyExists,
		pool.ErrInUse:     codes.FailedPrecondition,
		pool.ErrUnfit:     codes.OutOfRange,
	} {
		if errors.Is(err, cause) {
			return status.Error(code, err.Error())
		}
	}
	return status.Error(codes.Internal, err.Error())
}

// identity says what the driver is.
type identity struct {
	csi.UnimplementedIdentityServer
	*Driver
}

func (i identity) GetPluginInfo(context.Context, *csi.GetPluginInfoRequest) (*csi.GetPluginInfoResponse, error) {
	return &csi.GetPluginInfoResponse{Name: i.Name, VendorVersion: version}, nil
}

func (i identity) GetPluginCapabilities(context.Context, *csi.GetPluginCapabilitiesRequest) (*csi.GetPluginCapabilitiesResponse, error) {
	response := &csi.GetPluginCapabilitiesResponse{}
	for _, kind := range []csi.PluginCapability_Service_Type{
		csi.PluginCapability_Service_CONTROLLER_SERVICE, csi.PluginCapability_Service_VOLUME_ACCESSIBILITY_CONSTRAINTS,
	} {
		response.Capabilities = append(response.Capabilities, &csi.PluginCapability{
			Type: &csi.PluginCapability_Service_{Service: &csi.PluginCapability_Service{Type: kind}},
		})
	}
	return response, nil
}

func (i identity) Probe(context.Context, *csi.ProbeRequest) (*csi.ProbeResponse, error) {
	return &csi.ProbeResponse{}, nil
}

// topology says on which node volumes are.
func (d *Driver) topology() *csi.Topology {
	return &csi.Topology{Segments: map[string]string{"topology." + d.Name + "/node": d.Node}}
}
