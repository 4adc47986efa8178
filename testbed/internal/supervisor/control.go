package supervisor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Importer takes an image archive into the cluster.
type Importer func(ctx context.Context, archive io.Reader) error

// Serve takes orders on a Unix socket until the process ends.
func (s *Supervisor) Serve(socket string, importer Importer) error {
	listener, err := listen(socket)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /progress", func(w http.ResponseWriter, _ *http.Request) { answer(w, s.report(), nil) })
	mux.HandleFunc("GET /components", func(w http.ResponseWriter, _ *http.Request) { answer(w, s.statuses(), nil) })
	mux.HandleFunc("POST /components/{name}/{order}", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), startPatience)
		defer cancel()
		answer(w, "done", s.order(ctx, r.PathValue("name"), r.PathValue("order")))
	})
	mux.HandleFunc("POST /images", func(w http.ResponseWriter, r *http.Request) {
		answer(w, "done", importer(r.Context(), r.Body))
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	return server.Serve(listener)
}

func answer(w http.ResponseWriter, result any, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	// An error here is the caller's going away.
	_ = json.NewEncoder(w).Encode(result)
}

// A socket's path may have 107 bytes, a cache folder's more; /proc/self/fd shortens it.
func withShortPath(socket string, use func(path string) error) error {
	dir, err := os.Open(filepath.Dir(socket))
	if err != nil {
		return err
	}
	defer dir.Close()
	return use(filepath.Join("/proc/self/fd", strconv.Itoa(int(dir.Fd())), filepath.Base(socket)))
}

func listen(socket string) (net.Listener, error) {
	if err := os.Remove(socket); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var listener net.Listener
	err := withShortPath(socket, func(path string) error {
		var err error
		listener, err = net.Listen("unix", path)
		return err
	})
	return listener, err
}

// Client gives orders to the supervisor behind a socket.
type Client struct{ http *http.Client }

// NewClient makes a client; it connects when it is used.
func NewClient(socket string) Client {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		var connection net.Conn
		err := withShortPath(socket, func(path string) error {
			var err error
			connection, err = new(net.Dialer).DialContext(ctx, "unix", path)
			return err
		})
		return connection, err
	}
	return Client{http: &http.Client{Transport: &http.Transport{DialContext: dial}}}
}

// Progress asks how far the start is.
func (c Client) Progress(ctx context.Context) (Progress, error) {
	var progress Progress
	return progress, c.call(ctx, http.MethodGet, "/progress", nil, &progress)
}

// Components asks how the components do.
func (c Client) Components(ctx context.Context) ([]Status, error) {
	var statuses []Status
	return statuses, c.call(ctx, http.MethodGet, "/components", nil, &statuses)
}

// Order gives an order to a component.
func (c Client) Order(ctx context.Context, component, order string) error {
	return c.call(ctx, http.MethodPost, "/components/"+url.PathEscape(component)+"/"+url.PathEscape(order), nil, nil)
}

// Import sends an image archive.
func (c Client) Import(ctx context.Context, archive io.Reader) error {
	return c.call(ctx, http.MethodPost, "/images", archive, nil)
}

func (c Client) call(ctx context.Context, method, path string, body io.Reader, result any) error {
	request, err := http.NewRequestWithContext(ctx, method, "http://supervisor"+path, body)
	if err != nil {
		return err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return fmt.Errorf("asking the supervisor: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		text, err := io.ReadAll(io.LimitReader(response.Body, 64<<10))
		return errors.Join(errors.New(strings.TrimSpace(string(text))), err)
	}
	if result == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(result)
}
