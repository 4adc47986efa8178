package pki

import (
	"crypto/x509"
	"net/netip"
	"testing"
)

func TestIssuedCertificatesAreGoodForTheirPurposeOnly(t *testing.T) {
	dir := t.TempDir()
	authority, err := LoadAuthority(dir, "ca")
	if err != nil {
		t.Fatal(err)
	}
	server, err := authority.Issue(dir, "server", Subject{CommonName: "s", Names: []string{"kubernetes"},
		Addresses: []netip.Addr{netip.MustParseAddr("10.96.0.1")}})
	if err != nil {
		t.Fatal(err)
	}
	client, err := authority.Issue(dir, "client", Subject{CommonName: "c", Organizations: []string{"system:nodes"}})
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority.Cert)
	verify := func(pair Pair, name string, usage x509.ExtKeyUsage) error {
		certificate, err := parseCertificate(pair.Cert)
		if err != nil {
			t.Fatal(err)
		}
		_, err = certificate.Verify(x509.VerifyOptions{Roots: roots, DNSName: name, KeyUsages: []x509.ExtKeyUsage{usage}})
		return err
	}
	for _, name := range []string{"kubernetes", "10.96.0.1"} {
		if err := verify(server, name, x509.ExtKeyUsageServerAuth); err != nil {
			t.Errorf("as %s: %v", name, err)
		}
	}
	if err := verify(server, "elsewhere", x509.ExtKeyUsageServerAuth); err == nil {
		t.Error("the server's certificate is good for a name that it does not have")
	}
	if err := verify(client, "", x509.ExtKeyUsageClientAuth); err != nil {
		t.Error(err)
	}
	if err := verify(client, "", x509.ExtKeyUsageServerAuth); err == nil {
		t.Error("the client's certificate is good for a server")
	}
}

func TestWhatWasMadeIsKept(t *testing.T) {
	dir := t.TempDir()
	first, err := LoadAuthority(dir, "ca")
	if err != nil {
		t.Fatal(err)
	}
	second, err := LoadAuthority(dir, "ca")
	if err != nil {
		t.Fatal(err)
	}
	if string(first.Cert) != string(second.Cert) || !first.key.Equal(second.key) {
		t.Error("the authority changed")
	}
}
