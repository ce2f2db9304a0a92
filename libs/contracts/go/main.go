// Checks a log with tools that are not ours: golang.org/x/mod's sumdb/note and sumdb/tlog, which Go's own checksum
// database is checked with. Takes a folder with `vkey`, `checkpoint`, `earlier`, `tile/…` in C2SP tlog-tiles layout and
// `evidence/<position>.json` as GET /v1/evidence/{position} answers; prints what it has checked, or why it does not hold.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type record struct {
	Service, County              string
	Position                     int64
	Stream                       string
	Version                      int64
	EventId, CommandId           string
	Nth                          int64
	Type, RecordedAt, Data, Meta string
}

type evidence struct {
	Record     record
	Proof      []string
	Checkpoint string
}

// The leaf of a record, from its description in libs/contracts/README.md; tlog.RecordHash puts the 0x00 before it.
func (r record) leaf() []byte {
	var leaf []byte
	for _, field := range []string{"homeroom-leaf-v1", r.Service, r.County, strconv.FormatInt(r.Position, 10), r.Stream, strconv.FormatInt(r.Version, 10),
		r.EventId, r.CommandId, strconv.FormatInt(r.Nth, 10), r.Type, r.RecordedAt, r.Data, r.Meta} {
		leaf = append(binary.BigEndian.AppendUint32(leaf, uint32(len(field))), field...)
	}
	return leaf
}

// Tiles from the folder. Go's paths name the tile's height, those of C2SP do not.
type folder string

func (f folder) Height() int                     { return 8 }
func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(filepath.Join(string(f), "tile", strings.TrimPrefix(tile.Path(), "tile/8/")))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func open(text []byte, verifier note.Verifier) tlog.Tree {
	signed, err := note.Open(text, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(signed.Text, "\n")
	if lines[0] != verifier.Name() {
		log.Fatalf("the checkpoint is of %s", lines[0])
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	check(err)
	return tlog.Tree{N: size, Hash: tlog.Hash(root)}
}

func main() {
	log.SetFlags(0)
	at := os.Args[1]
	verifier, err := note.NewVerifier(strings.TrimSpace(string(read(at, "vkey"))))
	check(err)
	tree, earlier := open(read(at, "checkpoint"), verifier), open(read(at, "earlier"), verifier)
	// Every tile that it reads is checked against the signed root.
	hashes := tlog.TileHashReader(tree, folder(at))
	root, err := tlog.TreeHash(tree.N, hashes)
	check(err)
	if root != tree.Hash {
		log.Fatal("the tiles do not come to the signed root")
	}
	consistency, err := tlog.ProveTree(tree.N, earlier.N, hashes)
	check(err)
	check(tlog.CheckTree(consistency, tree.N, tree.Hash, earlier.N, earlier.Hash))
	files, err := filepath.Glob(filepath.Join(at, "evidence", "*.json"))
	check(err)
	for _, file := range files {
		var told evidence
		text, err := os.ReadFile(file)
		check(err)
		check(json.Unmarshal(text, &told))
		proof := tlog.RecordProof{}
		for _, one := range told.Proof {
			hash, err := base64.StdEncoding.DecodeString(one)
			check(err)
			proof = append(proof, tlog.Hash(hash))
		}
		of := open([]byte(told.Checkpoint), verifier)
		check(tlog.CheckRecord(proof, of.N, of.Hash, told.Record.Position-1, tlog.RecordHash(told.Record.leaf())))
		byTiles, err := tlog.ProveRecord(tree.N, told.Record.Position-1, hashes)
		check(err)
		check(tlog.CheckRecord(byTiles, tree.N, tree.Hash, told.Record.Position-1, tlog.RecordHash(told.Record.leaf())))
	}
	fmt.Printf("%d records proven, %d leaves from tiles, consistent with %d\n", len(files), tree.N, earlier.N)
}

func read(at, name string) []byte {
	text, err := os.ReadFile(filepath.Join(at, name))
	check(err)
	return text
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
