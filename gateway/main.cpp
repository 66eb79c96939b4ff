#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <iostream>

#include <CLI/CLI.hpp>

#include "crypto/random.hpp"
#include "gateway/commands.hpp"
#include "gateway/store/sqlite.hpp"

namespace {

// A crash must not write keys to disk, nor another process of the same user read them.
void harden() {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    ::umask(077);
    (void)::signal(SIGPIPE, SIG_IGN);  // cannot fail: a valid signal that may be ignored
    (void)::signal(SIGUSR1, SIG_IGN);  // confirms the clock once the gateway serves; before that it must not end the process
}

constexpr const char* about =
    "The gateway of a network: takes sealed entries, orders, stores, proves and delivers them. It can open none of them.\n";
constexpr const char* manual = R"(
First time:
  nfp-gateway init /srv/nfp --store-key /etc/nfp/store-key --listen 0.0.0.0:7443 --host gateway.example.org
  nfp-gateway serve /srv/nfp --store-key /etc/nfp/store-key

The store key lies outside the data folder; under systemd, LoadCredential=store-key:FILE replaces --store-key.
Settings are in DIR/gateway.json. SIGTERM stops in order: what was acknowledged is there. SIGUSR1 confirms the machine's clock
after the log has said that it is not believed.

Exit codes: 0 done; 1 cannot do it, the message says why and what to do; 2 wrong usage; 3 the database failed.)";

}  // namespace

int main(int argc, char** argv) {
    using gateway::Exit;
    harden();
    CLI::App app(about, "nfp-gateway");
    app.footer(manual);
    app.set_version_flag("--version", NFP_VERSION);
    app.require_subcommand(1);

    gateway::InitOptions init_options;
    auto* init = app.add_subcommand("init", "make a data folder with new keys; print pin, log key and founding token");
    init->add_option("DIR", init_options.folder.path, "folder to make")->required();
    init->add_option("--store-key", init_options.store_key, "file of the store key, outside DIR; made when absent")->required();
    init->add_option("--listen", init_options.listen, "HOST:PORT to listen on")->capture_default_str();
    init->add_option("--host", init_options.host, "name in the register's origin and the certificate [that of --listen]");

    gateway::ServeOptions serve_options;
    auto* serve = app.add_subcommand("serve", "serve a data folder until SIGTERM");
    serve->add_option("DIR", serve_options.folder.path, "folder made by init")->required();
    serve->add_option("--store-key", serve_options.store_key, "file of the store key [systemd credential store-key]");

    gateway::CheckOptions check_options;
    auto* check =
        app.add_subcommand("check", "check configuration and, with the store key, the whole register; also while it is served");
    check->add_option("DIR", check_options.folder.path, "folder made by init")->required();
    check->add_option("--store-key", check_options.store_key, "file of the store key [systemd credential store-key]");
    check->add_flag("--json", check_options.json, "print JSON");

    try {
        crypto::initialise();
        app.parse(argc, argv);
        if (init->parsed()) return static_cast<int>(gateway::init(init_options));
        if (check->parsed()) return static_cast<int>(gateway::check(check_options));
        return static_cast<int>(gateway::serve(serve_options));
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? static_cast<int>(Exit::ok) : static_cast<int>(Exit::usage);
    } catch (const gateway::store::StoreFailed& error) {
        std::cerr << "nfp-gateway: " << error.what() << "\n";
        return static_cast<int>(Exit::store_failed);
    } catch (const std::exception& error) {
        std::cerr << "nfp-gateway: " << error.what() << "\n";
        return static_cast<int>(Exit::failed);
    }
}
