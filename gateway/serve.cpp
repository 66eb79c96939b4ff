#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "gateway/commands.hpp"
#include "gateway/config.hpp"
#include "gateway/net/server.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/sqlite_store.hpp"

namespace gateway {
namespace {

net::Deadlines deadlines_of(const Config& config) {
    return {.handshake = config.handshake_timeout, .idle = config.idle_timeout, .request = config.request_timeout,
            .response = config.response_timeout, .stream_silence = config.stream_silence_timeout};
}

// What is on disk is unknown: nobody is answered any more, and no destructor writes. Recovery happens at the next start.
[[noreturn]] void stop_at_once(Logger& log, std::string why) {
    std::ranges::replace_if(why, [](char c) { return c < ' ' || c > '~'; }, ' ');  // it may quote a statement of several lines
    log.critical("store failed, stopping: {}. Nothing unconfirmed was acknowledged; check disk and file system, then start again",
                 why);
    log.flush();
    std::_Exit(static_cast<int>(Exit::store_failed));
}

}  // namespace

Exit serve(const ServeOptions& options) {
    const auto config = read_config(options.folder.config());
    const auto log = make_logger(config.log_level);
    const FolderLock lock(options.folder);
    const auto store = store::open_sqlite_store(
        options.folder.database(),
        store::derive_keys(store::read_store_key(store::locate_store_key(options.store_key), options.folder.path)));
    const auto identity = load_identity(*store->snapshot());
    Register published(*store, identity, system_clocks);
    net::asio::io_context io(static_cast<int>(config.io_threads));
    net::Waiters waiters(io, published);
    net::Connections connections({.total = config.connections_max, .per_address = config.connections_per_address_max});
    net::Endings endings(io, published, connections, waiters);
    Committer committer(*store, published, [&](const std::string& why) { stop_at_once(*log, why); },
                        [&](Published news) {
                            endings.look();
                            waiters.announce(std::move(news));
                        });

    auto tls = net::make_tls_context(identity);
    const api::Services services{.store = *store, .published = published};
    net::ServerContext context{.tls = tls, .services = services, .committer = committer, .connections = connections,
                               .waiters = waiters,
                               .endings = endings, .log = *log, .deadlines = deadlines_of(config), .stopping = false};
    net::Server server(io, config.host, config.port, context);
    const bool ipv6 = config.host.find(':') != std::string::npos;
    std::cout << "listening on " << (ipv6 ? "[" + config.host + "]" : config.host) << ":" << server.port() << '\n' << std::flush;
    log->info("started version={} entries={} founded={}", NFP_VERSION, published.view()->size(),
              published.view()->state->founded());

    server.run(config.io_threads);
    // All connections are gone. What still waits for the committer becomes durable; whoever sent it asks again and is told so.
    committer.stop();
    log->info("stopped entries={}", published.view()->size());
    return Exit::ok;
}

}  // namespace gateway
