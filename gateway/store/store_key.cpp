#include "gateway/store/store_key.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "gateway/limits.hpp"

namespace gateway::store {
namespace {

namespace fs = std::filesystem;

// A descriptor that closes itself.
class File {
public:
    File(const fs::path& path, int flags, mode_t mode = 0) : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
    ~File() { if (fd_ >= 0) ::close(fd_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    bool ok() const { return fd_ >= 0; }
    int fd() const { return fd_; }

private:
    int fd_;
};

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what); }
std::string reason() { return std::generic_category().message(errno); }

void refuse_inside(const fs::path& file, const fs::path& data_folder) {
    const fs::path key = fs::weakly_canonical(fs::absolute(file)), data = fs::weakly_canonical(fs::absolute(data_folder));
    const auto [end, rest] = std::mismatch(data.begin(), data.end(), key.begin(), key.end());
    if (end == data.end())
        fail("the store key " + file.string() + " lies inside the data folder: whoever copies the folder would have both. "
             "Give a path outside, best on another device");
}

template <class KeyType>
KeyType derive(const StoreKey& key, std::string_view info) {
    const auto bytes = crypto::hkdf_sha256(key.expose(), {}, info, KeyType::bytes_count);
    return KeyType(std::span<const std::uint8_t, KeyType::bytes_count>(bytes));
}

crypto::SecretBytes read_bounded(const File& file) {
    crypto::SecretBytes bytes(limits::store_key_file_bytes_max + 1);
    std::size_t count = 0;
    while (count < bytes.size()) {
        const auto got = ::read(file.fd(), bytes.data() + count, bytes.size() - count);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        count += static_cast<std::size_t>(got);
    }
    bytes.resize(count);
    return bytes;
}

}  // namespace

StoreKeys derive_keys(const StoreKey& key) {
    return {.seal = derive<crypto::BoxKey>(key, "nfp-store-seal-v1"),
            .blind = derive<crypto::BlindKey>(key, "nfp-store-blind-v1"),
            .keys = derive<crypto::BoxKey>(key, "nfp-store-keys-v1")};
}

StoreKey read_store_key(const fs::path& path, const fs::path& data_folder) {
    refuse_inside(path, data_folder);
    const File file(path, O_RDONLY);
    if (!file.ok()) fail("cannot read the store key " + path.string() + ": " + reason());
    struct stat status {};
    if (::fstat(file.fd(), &status) != 0 || !S_ISREG(status.st_mode)) fail("the store key " + path.string() + " is not a file");
    if ((status.st_mode & 077) != 0)
        fail("the store key " + path.string() + " may be read by others: run chmod 600 on it");
    const auto bytes = read_bounded(file);
    std::string_view line = crypto::as_text(bytes);
    if (line.ends_with('\n')) line.remove_suffix(1);
    auto decoded = line.size() == 64 ? crypto::hex_decode(line) : crypto::base64_decode(line);
    if (!decoded || decoded->size() != StoreKey::bytes_count)
        fail("the store key " + path.string() + " is not one line of 64 hex digits or 44 characters of base64");
    StoreKey key{std::span<const std::uint8_t, StoreKey::bytes_count>(*decoded)};
    crypto::wipe(*decoded);
    return key;
}

void create_store_key(const fs::path& path, const fs::path& data_folder) {
    refuse_inside(path, data_folder);
    const File file(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    if (!file.ok()) fail("cannot create the store key " + path.string() + ": " + reason());
    const auto key = crypto::random_secret<StoreKey>();
    std::string line = crypto::hex_encode(key.expose()) + "\n";
    const bool written =
        ::write(file.fd(), line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(file.fd()) == 0;
    crypto::wipe({reinterpret_cast<std::uint8_t*>(line.data()), line.size()});
    if (!written) fail("cannot write the store key " + path.string() + ": " + reason());
    const File folder(path.has_parent_path() ? path.parent_path() : fs::path("."), O_RDONLY | O_DIRECTORY);
    if (!folder.ok() || ::fsync(folder.fd()) != 0) fail("cannot sync the folder of " + path.string() + ": " + reason());
}

fs::path locate_store_key(const std::optional<fs::path>& option) {
    if (option) return *option;
    if (const char* folder = std::getenv("CREDENTIALS_DIRECTORY")) return fs::path(folder) / "store-key";
    fail("no store key: give --store-key FILE, or LoadCredential=store-key:FILE in the systemd unit. Without it the database "
         "cannot be read, so the gateway does not start");
}

}  // namespace gateway::store
