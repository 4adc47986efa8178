package csi

import (
	"context"
	"slices"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"golang.org/x/sys/unix"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// node brings volumes to pods.
type node struct {
	csi.UnimplementedNodeServer
	*Driver
}

func (n node) NodeGetInfo(context.Context, *csi.NodeGetInfoRequest) (*csi.NodeGetInfoResponse, error) {
	return &csi.NodeGetInfoResponse{NodeId: n.Node, AccessibleTopology: n.topology()}, nil
}

func (n node) NodeGetCapabilities(context.Context, *csi.NodeGetCapabilitiesRequest) (*csi.NodeGetCapabilitiesResponse, error) {
	response := &csi.NodeGetCapabilitiesResponse{}
	for _, kind := range []csi.NodeServiceCapability_RPC_Type{
		csi.NodeServiceCapability_RPC_STAGE_UNSTAGE_VOLUME, csi.NodeServiceCapability_RPC_GET_VOLUME_STATS,
		csi.NodeServiceCapability_RPC_SINGLE_NODE_MULTI_WRITER,
	} {
		response.Capabilities = append(response.Capabilities, &csi.NodeServiceCapability{
			Type: &csi.NodeServiceCapability_Rpc{Rpc: &csi.NodeServiceCapability_RPC{Type: kind}},
		})
	}
	return response, nil
}

func (n node) NodeStageVolume(_ context.Context, request *csi.NodeStageVolumeRequest) (*csi.NodeStageVolumeResponse, error) {
	if request.GetStagingTargetPath() == "" {
		return nil, status.Error(codes.InvalidArgument, "the staging path is missing")
	}
	options := slices.Clone(request.GetVolumeCapability().GetMount().GetMountFlags())
	return &csi.NodeStageVolumeResponse{}, n.Pool.Stage(request.GetVolumeId(), request.GetStagingTargetPath(), options)
}

func (n node) NodeUnstageVolume(_ context.Context, request *csi.NodeUnstageVolumeRequest) (*csi.NodeUnstageVolumeResponse, error) {
	return &csi.NodeUnstageVolumeResponse{}, n.Pool.Unstage(request.GetVolumeId(), request.GetStagingTargetPath())
}

func (n node) NodePublishVolume(_ context.Context, request *csi.NodePublishVolumeRequest) (*csi.NodePublishVolumeResponse, error) {
	if request.GetTargetPath() == "" {
		return nil, status.Error(codes.InvalidArgument, "the target path is missing")
	}
	return &csi.NodePublishVolumeResponse{},
		n.Pool.Publish(request.GetVolumeId(), request.GetStagingTargetPath(), request.GetTargetPath(), request.GetReadonly())
}

func (n node) NodeUnpublishVolume(_ context.Context, request *csi.NodeUnpublishVolumeRequest) (*csi.NodeUnpublishVolumeResponse, error) {
	return &csi.NodeUnpublishVolumeResponse{}, n.Pool.Unpublish(request.GetTargetPath())
}

func (n node) NodeGetVolumeStats(_ context.Context, request *csi.NodeGetVolumeStatsRequest) (*csi.NodeGetVolumeStatsResponse, error) {
	volume, err := n.Pool.Volume(request.GetVolumeId())
	if err != nil {
		return nil, err
	}
	var stat unix.Statfs_t
	if err := unix.Statfs(request.GetVolumePath(), &stat); err != nil {
		return nil, status.Errorf(codes.NotFound, "%s: %v", request.GetVolumePath(), err)
	}
	if volume.Kind == "raw" {
		return &csi.NodeGetVolumeStatsResponse{Usage: []*csi.VolumeUsage{{Unit: csi.VolumeUsage_BYTES, Total: volume.Bytes}}}, nil
	}
	return &csi.NodeGetVolumeStatsResponse{Usage: []*csi.VolumeUsage{
		{Unit: csi.VolumeUsage_BYTES, Total: int64(stat.Blocks) * stat.Bsize, Available: int64(stat.Bavail) * stat.Bsize,
			Used: int64(stat.Blocks-stat.Bfree) * stat.Bsize},
		{Unit: csi.VolumeUsage_INODES, Total: int64(stat.Files), Available: int64(stat.Ffree), Used: int64(stat.Files - stat.Ffree)},
	}}, nil
}
