// How many entries a second the gateway takes, over real TLS and a real database: each acknowledged before the next is sent, or
// pipelined over a stream.
// usage: submit-loop [ENTRIES]
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>

#include "clients/core/session/exchange.hpp"
#include "crypto/random.hpp"
#include "protocol/content/information.hpp"
#include "tests/integration/clients/running_network.hpp"

namespace {

using namespace clients;
using clients::test::must;
using clients::test::RunningNetwork;

// Finished entries, so that sealing is not measured.
std::vector<crypto::Bytes> entries_of(Session& session, std::size_t count) {
    must(session.sync());
    const protocol::content::Information information{.title = "A measurement", .language = protocol::content::Language::en,
                                                     .text = std::string(600, 'x'), .propose_dissemination = false};
    const auto draft = information_draft(information, {protocol::Circle::network()});
    auto composer = must(session.compose());
    for (std::size_t i = 0; i < count; ++i)
        if (const auto error = composer.add(draft)) throw std::runtime_error(error.message());
    std::vector<crypto::Bytes> out;
    for (const auto& entry : composer.batch()) out.push_back(protocol::entry_bytes(entry));
    return out;
}

void submit_each(Session& session, const std::vector<crypto::Bytes>& entries) {
    auto* client = must(session.gateway());
    for (const auto& entry : entries) must(client->submit({entry}));
}

// Every receipt is awaited; what is pushed meanwhile is dropped.
void submit_over_stream(Session& session, const std::vector<crypto::Bytes>& entries) {
    Submissions items;
    for (const auto& entry : entries) items.push_back({entry});
    auto stream = must(session.open_stream());
    for (auto& outcome :
         must(submit_all(stream, *Endpoint::parse(session.identity().gateway), items, [](protocol::wire::Page) {})))
        must(std::move(outcome));
}

template <class Work>
void measure(const char* what, std::size_t count, Work work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    std::printf("%-40s %6zu entries in %6.2f s: %7.0f entries/s\n", what, count, took.count(),
                static_cast<double>(count) / took.count());
}

}  // namespace

int main(int argc, char** argv) {
    crypto::initialise();
    const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1000;
    const std::vector<std::string> states{"al", "ad", "am", "at", "az", "be", "ba", "bg"};
    RunningNetwork net(states);

    const auto own = entries_of(net.member("al"), count);
    measure("one client, one after the other", count, [&] { submit_each(net.member("al"), own); });

    const auto streamed = entries_of(net.member("al"), count);
    measure("one client, pipelined over one stream", count, [&] { submit_over_stream(net.member("al"), streamed); });

    std::vector<std::vector<crypto::Bytes>> each;
    for (const auto& state : states) each.push_back(entries_of(net.member(state), count));
    measure("eight clients at once", count * states.size(), [&] {
        std::vector<std::future<void>> running;
        for (std::size_t i = 0; i < states.size(); ++i)
            running.push_back(std::async(std::launch::async, [&, i] { submit_each(net.member(states[i]), each[i]); }));
        for (auto& one : running) one.get();
    });
}
