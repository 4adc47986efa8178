package pool

import (
	"errors"
	"sync"
	"testing"
)

func TestRoundUpGivesAtLeastWhatWasAskedAndWhatTheKindNeeds(t *testing.T) {
	for _, test := range []struct {
		kind        Kind
		asked, want int64
	}{
		{Folder, 1, 1 << 20},
		{Raw, 1 << 20, 1 << 20},
		{Raw, 1<<20 + 1, 2 << 20},
		{Ext4, 1, smallestExt4},
		{Ext4, 1 << 30, 1 << 30},
		{XFS, 1, smallestXFS},
	} {
		if got := roundUp(test.kind, test.asked); got != test.want {
			t.Errorf("roundUp(%s, %d) = %d, want %d", test.kind, test.asked, got, test.want)
		}
	}
}

func TestIDsThatLeaveThePoolAreRefused(t *testing.T) {
	pool := &Pool{dir: t.TempDir()}
	for _, id := range []string{"", ".", "..", "../x", "a/b", "-a", "a\x00"} {
		if _, err := pool.Volume(id); !errors.Is(err, ErrNotFound) {
			t.Errorf("Volume(%q): %v", id, err)
		}
	}
}

// Taken in the order of the call, the two pairs of locks would wait for each other for ever.
func TestLocksOfSeveralKeysDoNotWaitForOneAnother(t *testing.T) {
	var locks keyedLocks
	var group sync.WaitGroup
	count := 0
	for _, keys := range [][]string{{"a", "b"}, {"b", "a"}, {"a", "a"}} {
		group.Go(func() {
			for range 2000 {
				unlock := locks.lock(keys...)
				count++
				unlock()
			}
		})
	}
	group.Wait()
	if count != 6000 {
		t.Errorf("%d of 6000 turns counted: two held the lock at once", count)
	}
}
