#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <stdexcept>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "gateway/commands.hpp"
#include "gateway/config.hpp"
#include "gateway/register/clock_guard.hpp"
#include "gateway/register/identity.hpp"
#include "gateway/store/sqlite_store.hpp"

namespace gateway {
namespace {

namespace fs = std::filesystem;

std::string host_name(const InitOptions& options, const Address& listen) {
    if (options.host) return *options.host;
    if (listen.host != "0.0.0.0" && listen.host != "::") return listen.host;
    std::string name(256, '\0');
    if (::gethostname(name.data(), name.size() - 1) != 0) throw std::runtime_error("this machine has no name: give --host NAME");
    name.resize(name.find('\0'));
    return name;
}

void write_file(const fs::path& path, const std::string& text) {
    std::ofstream out(path, std::ios::binary);
    out << text;
    out.close();
    if (!out) throw std::runtime_error("cannot write " + path.string() + ": is the disk full?");
}

// What is printed must be there after a power cut.
void make_durable(const fs::path& folder) {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool durable = fd >= 0 && ::syncfs(fd) == 0;
    if (fd >= 0) ::close(fd);
    if (!durable) throw std::runtime_error("cannot sync " + folder.string() + ": the disk has a fault");
}

void make_folder(const fs::path& folder) {
    if (fs::exists(folder) && !fs::is_empty(folder))
        throw std::runtime_error(folder.string() + " is not empty: nothing was changed. Give a new folder");
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
}

void print_result(const InitOptions& options, const Identity& identity, const protocol::EnrolmentToken& token, bool new_key) {
    std::cout << "pin: " << crypto::hex_encode(identity.tls_key.pin()) << "\n"
              << "log: " << identity.log().text() << "\n"
              << "founding-token: " << crypto::base64_encode(token.expose()) << "\n\n";
    if (new_key)
        std::cout << "A new store key is in " << options.store_key.string()
                  << ". Back it up apart from the data folder: without it\n"
                  << "the register cannot be read, with it and the folder who wrote to whom can.\n\n";
    std::cout << "Next:\n"
              << "  1. nfp-gateway serve " << options.folder.path.string() << " --store-key " << options.store_key.string()
              << "\n"
              << "  2. Give pin, log and founding token to the officer who founds the network, by a way you trust. The token\n"
              << "     works once and is shown only here.\n";
}

}  // namespace

Exit init(const InitOptions& options) {
    const auto listen = parse_address(options.listen);
    // The store key comes first: a path inside the data folder is refused before the folder is made.
    const bool new_key = !fs::exists(options.store_key);
    if (new_key) store::create_store_key(options.store_key, options.folder.path);
    const auto key = store::read_store_key(options.store_key, options.folder.path);

    make_folder(options.folder.path);
    const auto token = crypto::random_secret<protocol::EnrolmentToken>();
    const auto identity = make_identity(host_name(options, listen), token, system_clocks().wall);
    store::create_sqlite_store(options.folder.database());
    store_identity(*store::open_sqlite_store(options.folder.database(), store::derive_keys(key)), identity);
    write_file(options.folder.certificate(), identity.certificate_pem);
    write_file(options.folder.config(), default_config(options.listen));
    make_durable(options.folder.path);
    print_result(options, identity, token, new_key);
    return Exit::ok;
}

}  // namespace gateway
