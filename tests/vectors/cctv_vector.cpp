#include "tests/vectors/cctv_vector.hpp"

#include <zlib.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace {

crypto::Bytes inflate_all(crypto::ByteView compressed) {
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) throw std::runtime_error("zlib does not start");
    stream.next_in = const_cast<Bytef*>(compressed.data());  // zlib does not write there
    stream.avail_in = static_cast<uInt>(compressed.size());
    crypto::Bytes out;
    crypto::Bytes part(1 << 20);
    int result = Z_OK;
    while (result == Z_OK) {
        stream.next_out = part.data();
        stream.avail_out = static_cast<uInt>(part.size());
        result = inflate(&stream, Z_NO_FLUSH);
        crypto::append(out, crypto::ByteView(part).first(part.size() - stream.avail_out));
    }
    inflateEnd(&stream);
    if (result != Z_STREAM_END) throw std::runtime_error("a compressed vector is damaged");
    return out;
}

void set_field(CctvVector& vector, const std::string& key, const std::string& value) {
    if (key == "expect")
        vector.expect = value;
    else if (key == "payload")
        vector.payload_sha256 = value;
    else if (key == "identity")
        vector.identities.push_back(value);
    else if (key == "passphrase")
        vector.passphrases.push_back(value);
    else if (key == "armored")
        vector.armored = value == "yes";
    else if (key != "file key" && key != "comment" && key != "compressed")
        throw std::runtime_error("unknown key: " + key);
}

}  // namespace

CctvVector read_cctv_vector(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    CctvVector vector;
    vector.name = path.filename().string();
    bool compressed = false;
    for (std::string line; std::getline(in, line) && !line.empty();) {
        const std::size_t colon = line.find(": ");
        if (colon == std::string::npos) throw std::runtime_error("no colon in a header line of " + vector.name);
        const std::string key = line.substr(0, colon), value = line.substr(colon + 2);
        set_field(vector, key, value);
        if (key == "compressed" && value != "zlib") throw std::runtime_error("unknown compression: " + value);
        compressed = compressed || key == "compressed";
    }
    vector.file.assign(std::istreambuf_iterator<char>(in), {});
    if (compressed) vector.file = inflate_all(vector.file);
    return vector;
}
