// Package pki makes a cluster's certificates, keys and kubeconfigs.
package pki

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"time"
)

const validity = 10 * 365 * 24 * time.Hour

// Pair is a certificate and its key in PEM, as files and as bytes.
type Pair struct {
	CertFile, KeyFile string
	Cert, Key         []byte
}

// Authority signs certificates.
type Authority struct {
	Pair
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// Subject is whom a certificate is for. With addresses or names it is a server's, else a client's.
type Subject struct {
	CommonName    string
	Organizations []string
	Names         []string
	Addresses     []netip.Addr
}

// LoadAuthority returns the authority kept in dir under that name, and makes it first where it is missing.
func LoadAuthority(dir, name string) (*Authority, error) {
	pair, err := load(dir, name)
	if errors.Is(err, fs.ErrNotExist) {
		template := &x509.Certificate{
			Subject:               pkix.Name{CommonName: "csdr-testbed-" + name},
			KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
			BasicConstraintsValid: true,
			IsCA:                  true,
		}
		pair, err = create(dir, name, template, nil)
	}
	if err != nil {
		return nil, err
	}
	certificate, err := parseCertificate(pair.Cert)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", pair.CertFile, err)
	}
	key, err := parseKey(pair.Key)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", pair.KeyFile, err)
	}
	return &Authority{Pair: pair, certificate: certificate, key: key}, nil
}

// Issue returns the certificate kept in dir under that name, and signs it first where it is missing.
func (a *Authority) Issue(dir, name string, subject Subject) (Pair, error) {
	pair, err := load(dir, name)
	if !errors.Is(err, fs.ErrNotExist) {
		return pair, err
	}
	template := &x509.Certificate{
		Subject:  pkix.Name{CommonName: subject.CommonName, Organization: subject.Organizations},
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		DNSNames: subject.Names,
	}
	for _, address := range subject.Addresses {
		template.IPAddresses = append(template.IPAddresses, net.IP(address.AsSlice()))
	}
	if len(subject.Names)+len(subject.Addresses) > 0 {
		template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	} else {
		template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	}
	return create(dir, name, template, a)
}

// SigningKey returns the file of a bare key kept in dir under that name, and makes it first where it is missing.
func SigningKey(dir, name string) (string, error) {
	file := filepath.Join(dir, name+".key")
	if _, err := os.Stat(file); err == nil {
		return file, nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", err
	}
	encoded, err := encodeKey(key)
	if err != nil {
		return "", err
	}
	return file, write(file, encoded)
}

func load(dir, name string) (Pair, error) {
	pair := Pair{CertFile: filepath.Join(dir, name+".crt"), KeyFile: filepath.Join(dir, name+".key")}
	var err error
	if pair.Cert, err = os.ReadFile(pair.CertFile); err != nil {
		return pair, err
	}
	pair.Key, err = os.ReadFile(pair.KeyFile)
	return pair, err
}

// create signs with parent, or with the new key itself where parent is nil. The certificate is written last: load takes a key without one for missing.
func create(dir, name string, template *x509.Certificate, parent *Authority) (Pair, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Pair{}, err
	}
	template.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return Pair{}, err
	}
	template.NotBefore = time.Now().Add(-time.Hour)
	template.NotAfter = time.Now().Add(validity)
	signer, issuer := key, template
	if parent != nil {
		signer, issuer = parent.key, parent.certificate
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer, &key.PublicKey, signer)
	if err != nil {
		return Pair{}, fmt.Errorf("signing the certificate %s: %w", name, err)
	}
	encoded, err := encodeKey(key)
	if err != nil {
		return Pair{}, err
	}
	pair := Pair{
		CertFile: filepath.Join(dir, name+".crt"),
		KeyFile:  filepath.Join(dir, name+".key"),
		Cert:     pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		Key:      encoded,
	}
	if err := write(pair.KeyFile, pair.Key); err != nil {
		return Pair{}, err
	}
	return pair, write(pair.CertFile, pair.Cert)
}

func write(file string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	temporary := file + ".new"
	if err := os.WriteFile(temporary, data, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, file)
}

func encodeKey(key *ecdsa.PrivateKey) ([]byte, error) {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}), nil
}

func parseCertificate(data []byte) (*x509.Certificate, error) {
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, errors.New("is not PEM")
	}
	return x509.ParseCertificate(block.Bytes)
}

func parseKey(data []byte) (*ecdsa.PrivateKey, error) {
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, errors.New("is not PEM")
	}
	return x509.ParseECPrivateKey(block.Bytes)
}

// Kubeconfig writes a kubeconfig for the client certificate.
func Kubeconfig(file, cluster, server string, authority *Authority, client Pair) error {
	encode := base64.StdEncoding.EncodeToString
	text := fmt.Sprintf(`apiVersion: v1
kind: Config
clusters:
- name: %[1]s
  cluster:
    server: %[2]s
    certificate-authority-data: %[3]s
users:
- name: %[1]s
  user:
    client-certificate-data: %[4]s
    client-key-data: %[5]s
contexts:
- name: %[1]s
  context:
    cluster: %[1]s
    user: %[1]s
current-context: %[1]s
`, cluster, server, encode(authority.Cert), encode(client.Cert), encode(client.Key))
	return write(file, []byte(text))
}
