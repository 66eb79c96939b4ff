// What live delivery costs: from an append's acknowledgement to the push at another's stream, and the gateway's memory with
// many idle streams.
// usage: live-delivery
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <thread>

#include "crypto/random.hpp"
#include "tests/support/gateway_process.hpp"
#include "tests/support/https_client.hpp"
#include "tests/support/stream_client.hpp"

namespace {

using namespace test;
using Clock = std::chrono::steady_clock;

constexpr int pushes = 200;
constexpr int idle_streams = 200;
constexpr int streams_per_person = 8;

std::size_t resident_kib(pid_t pid) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
    return 0;
}

std::vector<std::string> states(int count) {
    std::vector<std::string> out;
    for (int i = 0; i < count; ++i) out.push_back({static_cast<char>('a' + i / 26), static_cast<char>('a' + i % 26)});
    return out;
}

void take(GatewayProcess& gateway, Network& network, const std::vector<protocol::Entry>& batch) {
    if (HttpsClient(gateway.port(), &network.officer()).submit(batch).status != 201)
        throw std::runtime_error("a batch was refused");
    network.accept(batch);
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

// From just before an entry is sent to its arrival at another's stream, its receipt to the sender included or not.
void measure_pushes(GatewayProcess& gateway, Network& network) {
    auto& author = network.person("aa.01");
    StreamClient reader(gateway.port(), network.person("ab.01"));
    (void)reader.read_page();
    HttpsClient sender(gateway.port(), &author);
    std::vector<double> from_send, from_receipt;
    for (int i = 0; i < pushes; ++i) {
        const auto entry = network.information(author);
        Clock::time_point arrived;
        std::thread waiting([&] {
            (void)reader.read_page();
            arrived = Clock::now();
        });
        const auto sent = Clock::now();
        if (sender.submit(entry).status != 201) throw std::runtime_error("an entry was refused");
        const auto receipted = Clock::now();
        waiting.join();
        from_send.push_back(std::chrono::duration<double, std::milli>(arrived - sent).count());
        from_receipt.push_back(std::chrono::duration<double, std::milli>(arrived - receipted).count());
    }
    std::printf("append to push, median of %d: %.2f ms from sending, %+.2f ms from the sender's receipt\n", pushes,
                median(from_send), median(from_receipt));
}

}  // namespace

int main() {
    crypto::initialise();
    GatewayProcess gateway(std::string(NFP_BIN_DIR) + "/nfp-gateway");
    const int persons = idle_streams / streams_per_person;
    const auto members = states(persons);
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    Network network(gateway.log(), gateway.pin(), members, now);
    gateway.start();
    const auto founding = network.founding();
    const auto call = protocol::founding_call_json(gateway.founding_token(), bytes_of(founding));
    if (HttpsClient(gateway.port()).post("/v1/enrolments", "application/json", crypto::as_bytes(call)).status != 201) return 1;
    network.accept(founding);
    for (const auto& member : members) take(gateway, network, network.admission(member + ".01"));

    measure_pushes(gateway, network);
    const auto before = resident_kib(gateway.pid());
    std::vector<StreamClient> idle;
    for (int i = 0; i < idle_streams; ++i) {
        idle.emplace_back(gateway.port(), network.person(members[static_cast<std::size_t>(i / streams_per_person)] + ".01"),
                          "?after=1000000");
        (void)idle.back().read_page();
    }
    const auto with = resident_kib(gateway.pid());
    std::printf("memory of the gateway: %zu KiB before, %zu KiB with %d idle streams: %.1f KiB each\n", before, with,
                idle_streams, static_cast<double>(with - before) / idle_streams);
}
