// The commands of nfp-gateway.
#pragma once

#include <optional>
#include <string>

#include "gateway/data_folder.hpp"

namespace gateway {

// Exit codes, as `--help` lists them.
enum class Exit : int { ok = 0, failed = 1, usage = 2, store_failed = 3 };

struct InitOptions {
    DataFolder folder;
    std::filesystem::path store_key;
    std::string listen = "127.0.0.1:7443";
    std::optional<std::string> host;  // name of the gateway in the register's origin and its certificate
};
// Makes the data folder with new keys and prints pin, log key, founding token and the next steps. Throws on any obstacle.
Exit init(const InitOptions& options);

struct ServeOptions {
    DataFolder folder;
    std::optional<std::filesystem::path> store_key;
};
// Serves until SIGTERM or SIGINT. Throws when it cannot start.
Exit serve(const ServeOptions& options);

struct CheckOptions {
    DataFolder folder;
    std::optional<std::filesystem::path> store_key;
    bool json = false;
};
// Looks at the configuration and, with the store key, at everything in the register; prints what is wrong. Also while the folder
// is served; changes nothing. `failed`: the configuration has faults; `store_failed`: the register has.
Exit check(const CheckOptions& options);

}  // namespace gateway
