// One file of the CCTV age test vectors (C2SP CCTV, age/README.md): a textual header, an empty line, an age file.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "crypto/bytes.hpp"

struct CctvVector {
    std::string name;
    std::string expect;  // "success", "header failure", "no match", "HMAC failure", "payload failure", "armor failure"
    std::string payload_sha256;  // hex, of everything that may be released; empty when nothing may
    std::vector<std::string> identities;
    std::vector<std::string> passphrases;
    bool armored = false;
    crypto::Bytes file;
};

// Throws std::runtime_error for a key or a compression that the format does not define.
CctvVector read_cctv_vector(const std::filesystem::path& path);
