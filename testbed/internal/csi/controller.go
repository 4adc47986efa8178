package csi

import (
	"context"
	"math"
	"slices"
	"strconv"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"

	"csdr.io/testbed/internal/pool"
)

// controller makes and deletes volumes and snapshots.
type controller struct {
	csi.UnimplementedControllerServer
	*Driver
}

// defaultBytes is the size of a volume for which nobody asked a size.
const defaultBytes = 1 << 30

func (c controller) ControllerGetCapabilities(context.Context, *csi.ControllerGetCapabilitiesRequest) (*csi.ControllerGetCapabilitiesResponse, error) {
	kinds := []csi.ControllerServiceCapability_RPC_Type{
		csi.ControllerServiceCapability_RPC_CREATE_DELETE_VOLUME,
		csi.ControllerServiceCapability_RPC_GET_CAPACITY,
		csi.ControllerServiceCapability_RPC_SINGLE_NODE_MULTI_WRITER,
	}
	if c.Snapshots {
		kinds = append(kinds, csi.ControllerServiceCapability_RPC_CREATE_DELETE_SNAPSHOT,
			csi.ControllerServiceCapability_RPC_LIST_SNAPSHOTS, csi.ControllerServiceCapability_RPC_CLONE_VOLUME)
	}
	response := &csi.ControllerGetCapabilitiesResponse{}
	for _, kind := range kinds {
		response.Capabilities = append(response.Capabilities, &csi.ControllerServiceCapability{
			Type: &csi.ControllerServiceCapability_Rpc{Rpc: &csi.ControllerServiceCapability_RPC{Type: kind}},
		})
	}
	return response, nil
}

func (c controller) CreateVolume(_ context.Context, request *csi.CreateVolumeRequest) (*csi.CreateVolumeResponse, error) {
	if request.GetName() == "" {
		return nil, status.Error(codes.InvalidArgument, "a volume needs a name")
	}
	kind, err := c.kindOf(request.GetVolumeCapabilities())
	if err != nil {
		return nil, err
	}
	bytes := request.GetCapacityRange().GetRequiredBytes()
	if bytes == 0 {
		bytes = defaultBytes
	}
	origin := pool.Origin{
		Snapshot: request.GetVolumeContentSource().GetSnapshot().GetSnapshotId(),
		Volume:   request.GetVolumeContentSource().GetVolume().GetVolumeId(),
	}
	if origin != (pool.Origin{}) && !c.Snapshots {
		return nil, status.Error(codes.InvalidArgument, "this driver makes no copies of volumes")
	}
	volume, err := c.Pool.CreateVolume(request.GetName(), kind, bytes, origin)
	if err != nil {
		return nil, err
	}
	if limit := request.GetCapacityRange().GetLimitBytes(); limit > 0 && volume.Bytes > limit {
		return nil, status.Errorf(codes.OutOfRange, "the smallest volume of kind %s has %d bytes", kind, volume.Bytes)
	}
	return &csi.CreateVolumeResponse{Volume: &csi.Volume{
		VolumeId: volume.ID, CapacityBytes: volume.Bytes, ContentSource: request.GetVolumeContentSource(),
		AccessibleTopology: []*csi.Topology{c.topology()},
	}}, nil
}

// kindOf finds the kind of volume that has all the capabilities.
func (c controller) kindOf(capabilities []*csi.VolumeCapability) (pool.Kind, error) {
	if len(capabilities) == 0 {
		return "", status.Error(codes.InvalidArgument, "a volume needs a capability")
	}
	var found pool.Kind
	for _, capability := range capabilities {
		kind, err := c.kind(capability)
		if err != nil {
			return "", err
		}
		if found != "" && kind != found {
			return "", status.Errorf(codes.InvalidArgument, "a volume cannot be both %s and %s", found, kind)
		}
		found = kind
	}
	return found, nil
}

func (c controller) kind(capability *csi.VolumeCapability) (pool.Kind, error) {
	several := false
	switch capability.GetAccessMode().GetMode() {
	case csi.VolumeCapability_AccessMode_MULTI_NODE_MULTI_WRITER, csi.VolumeCapability_AccessMode_MULTI_NODE_SINGLE_WRITER,
		csi.VolumeCapability_AccessMode_MULTI_NODE_READER_ONLY:
		several = true
	case csi.VolumeCapability_AccessMode_UNKNOWN, csi.VolumeCapability_AccessMode_SINGLE_NODE_WRITER,
		csi.VolumeCapability_AccessMode_SINGLE_NODE_READER_ONLY, csi.VolumeCapability_AccessMode_SINGLE_NODE_SINGLE_WRITER,
		csi.VolumeCapability_AccessMode_SINGLE_NODE_MULTI_WRITER:
	}
	kind := pool.Raw
	if mounted := capability.GetMount(); mounted != nil {
		kinds := map[string]pool.Kind{"": pool.Folder, "btrfs": pool.Folder, "ext4": pool.Ext4, "xfs": pool.XFS}
		var ok bool
		if kind, ok = kinds[mounted.GetFsType()]; !ok {
			return "", status.Errorf(codes.InvalidArgument, "file system %q: there are ext4, xfs and btrfs", mounted.GetFsType())
		}
	}
	if several && (kind != pool.Folder || !c.Snapshots) {
		return "", status.Error(codes.InvalidArgument, "only volumes of csi.csdr.io without a file system of their own can be on several nodes")
	}
	return kind, nil
}

func (c controller) DeleteVolume(_ context.Context, request *csi.DeleteVolumeRequest) (*csi.DeleteVolumeResponse, error) {
	return &csi.DeleteVolumeResponse{}, c.Pool.DeleteVolume(request.GetVolumeId())
}

func (c controller) ValidateVolumeCapabilities(_ context.Context, request *csi.ValidateVolumeCapabilitiesRequest) (*csi.ValidateVolumeCapabilitiesResponse, error) {
	volume, err := c.Pool.Volume(request.GetVolumeId())
	if err != nil {
		return nil, err
	}
	kind, err := c.kindOf(request.GetVolumeCapabilities())
	if err != nil || kind != volume.Kind {
		return &csi.ValidateVolumeCapabilitiesResponse{Message: "the volume is of kind " + string(volume.Kind)}, nil
	}
	return &csi.ValidateVolumeCapabilitiesResponse{Confirmed: &csi.ValidateVolumeCapabilitiesResponse_Confirmed{
		VolumeCapabilities: request.GetVolumeCapabilities(),
	}}, nil
}

func (c controller) GetCapacity(context.Context, *csi.GetCapacityRequest) (*csi.GetCapacityResponse, error) {
	free, err := c.Pool.Free()
	return &csi.GetCapacityResponse{AvailableCapacity: free}, err
}

func (c controller) CreateSnapshot(_ context.Context, request *csi.CreateSnapshotRequest) (*csi.CreateSnapshotResponse, error) {
	if !c.Snapshots {
		return nil, status.Error(codes.Unimplemented, "this driver takes no snapshots")
	}
	if request.GetName() == "" || request.GetSourceVolumeId() == "" {
		return nil, status.Error(codes.InvalidArgument, "a snapshot needs a name and a volume")
	}
	snapshot, err := c.Pool.CreateSnapshot(request.GetName(), request.GetSourceVolumeId())
	if err != nil {
		return nil, err
	}
	return &csi.CreateSnapshotResponse{Snapshot: describe(snapshot)}, nil
}

func describe(snapshot pool.Snapshot) *csi.Snapshot {
	return &csi.Snapshot{
		SnapshotId: snapshot.ID, SourceVolumeId: snapshot.Volume, SizeBytes: snapshot.Bytes,
		CreationTime: timestamppb.New(snapshot.Created), ReadyToUse: true,
	}
}

func (c controller) DeleteSnapshot(_ context.Context, request *csi.DeleteSnapshotRequest) (*csi.DeleteSnapshotResponse, error) {
	return &csi.DeleteSnapshotResponse{}, c.Pool.DeleteSnapshot(request.GetSnapshotId())
}

// ListSnapshots lists in the order of ids; a token is the number of snapshots passed over.
func (c controller) ListSnapshots(_ context.Context, request *csi.ListSnapshotsRequest) (*csi.ListSnapshotsResponse, error) {
	snapshots, err := c.Pool.Snapshots()
	if err != nil {
		return nil, err
	}
	snapshots = slices.DeleteFunc(snapshots, func(snapshot pool.Snapshot) bool {
		return (request.GetSnapshotId() != "" && snapshot.ID != request.GetSnapshotId()) ||
			(request.GetSourceVolumeId() != "" && snapshot.Volume != request.GetSourceVolumeId())
	})
	start := 0
	if token := request.GetStartingToken(); token != "" {
		if start, err = strconv.Atoi(token); err != nil || start < 0 || start > len(snapshots) {
			return nil, status.Errorf(codes.Aborted, "token %q is none of this list", token)
		}
	}
	count := int(request.GetMaxEntries())
	if count <= 0 {
		count = math.MaxInt32
	}
	end := min(start+count, len(snapshots))
	response := &csi.ListSnapshotsResponse{}
	for _, snapshot := range snapshots[start:end] {
		response.Entries = append(response.Entries, &csi.ListSnapshotsResponse_Entry{Snapshot: describe(snapshot)})
	}
	if end < len(snapshots) {
		response.NextToken = strconv.Itoa(end)
	}
	return response, nil
}
