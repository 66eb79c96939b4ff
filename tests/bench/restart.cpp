// How soon a gateway serves again, and what memory it takes, when its register is large. The register is made by the gateway's
// own committer in this process; the program is then started on it: with its files out of the system's cache, and once more.
// usage: restart [ENTRIES]
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <future>

#include "crypto/random.hpp"
#include "gateway/register/committer.hpp"
#include "gateway/store/sqlite_store.hpp"
#include "tests/bench/member_states.hpp"
#include "tests/support/gateway_process.hpp"
#include "tests/support/https_client.hpp"
#include "tests/support/test_network.hpp"

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t batch_entries = 64;

std::string author_of(std::size_t at) { return bench::member_states[at % bench::member_states.size()] + ".01"; }
double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// The data folder of a gateway that is not running, filled through its own committer.
class Filling {
public:
    explicit Filling(const test::GatewayProcess& process)
        : store_(gateway::store::open_sqlite_store(
              process.folder() / "register.sqlite",
              gateway::store::derive_keys(gateway::store::read_store_key(process.store_key(), process.folder())))),
          identity_(gateway::load_identity(*store_->snapshot())),
          register_(*store_, identity_, gateway::system_clocks),
          committer_(*store_, register_,
                     [](const std::string& why) {
                         std::fprintf(stderr, "%s\n", why.c_str());
                         std::_Exit(3);
                     }),
          network_(identity_.log(), identity_.tls_key.pin(), bench::member_states, gateway::system_clocks().wall) {
        take(gateway::Founding{network_.founding()});
        for (const auto& state : bench::member_states) take(gateway::Submission{network_.admission(state + ".01")});
    }
    void fill(std::size_t count) {
        for (std::size_t at = register_.view()->size(); at < count;) {
            std::vector<protocol::Entry> batch;
            for (; batch.size() < batch_entries && at < count; ++at)
                batch.push_back(network_.request(network_.person(author_of(at))));
            wait(gateway::Submission{std::move(batch)});
        }
    }

private:
    void wait(gateway::Job job) {
        std::promise<gateway::Outcome> promise;
        if (!committer_.submit(std::move(job), [&](gateway::Outcome outcome) { promise.set_value(std::move(outcome)); }))
            throw std::runtime_error("not taken");
        const auto outcome = promise.get_future().get();
        if (!outcome) throw std::runtime_error(outcome.error().why.message());
    }
    template <class Batch>
    void take(Batch batch) {
        wait(batch);
        network_.accept(batch.entries);
    }

    std::unique_ptr<gateway::store::Store> store_;
    gateway::Identity identity_;
    gateway::Register register_;
    gateway::Committer committer_;
    test::Network network_;
};

void forget_cached(const std::filesystem::path& file) {
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    ::fsync(fd);
    ::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    ::close(fd);
}

std::string memory_of(pid_t pid, const std::string& field) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(field)) return std::to_string(std::stoul(line.substr(field.size() + 1)) / 1024) + " MiB";
    return "?";
}

void measure(test::GatewayProcess& process, const char* what) {
    const auto start = Clock::now();
    process.start();
    if (test::HttpsClient(process.port()).get("/v1/health").status != 200) throw std::runtime_error("not healthy");
    std::printf("%-28s ready in %.2f s, memory %s\n", what, seconds_since(start), memory_of(process.pid(), "VmRSS:").c_str());
    process.stop();
}

}  // namespace

int main(int argc, char** argv) {
    crypto::initialise();
    const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000;
    test::GatewayProcess process(std::string(NFP_BIN_DIR) + "/nfp-gateway");
    const auto start = Clock::now();
    Filling(process).fill(count);
    const auto file = process.folder() / "register.sqlite";
    std::printf("%zu entries, %zu MiB, made in %.0f s\n", count, static_cast<std::size_t>(std::filesystem::file_size(file) >> 20),
                seconds_since(start));
    forget_cached(file);
    measure(process, "files not in the cache:");
    measure(process, "files in the cache:");
}
