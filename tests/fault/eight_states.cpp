#include "tests/fault/eight_states.hpp"

#include <future>
#include <set>
#include <stdexcept>
#include <thread>

#include <boost/system/system_error.hpp>

#include "protocol/enrolment.hpp"
#include "tests/support/https_client.hpp"

namespace test {
namespace {

const std::vector<std::string> codes{"al", "ba", "de", "fi", "fr", "it", "pl", "se"};
constexpr std::size_t waiting_count = 60;  // of each state, at the start of a round

void require(bool ok, const std::string& what) {
    if (!ok) throw std::runtime_error(what);
}

}  // namespace

EightStates::EightStates(GatewayProcess& gateway, std::int64_t now)
    : gateway_(gateway), network_(gateway.log(), gateway.pin(), codes, now), repeated_(codes.size()) {
    const auto batch = network_.founding();
    const auto call = protocol::founding_call_json(gateway.founding_token(), bytes_of(batch));
    const auto founded = HttpsClient(gateway.port()).post("/v1/enrolments", "application/json", crypto::as_bytes(call));
    require(founded.status == 201, founded.text());
    network_.accept(batch);
    for (const auto& code : codes) {
        admit(network_.admission(code + ".01"));
        states_.push_back(
            {.person = &network_.person(code + ".01"), .waiting = {}, .unanswered = false, .told = {}, .unanswered_there = 0});
    }
}

void EightStates::admit(const std::vector<protocol::Entry>& batch) {
    const auto taken = HttpsClient(gateway_.port(), &network_.officer()).submit(batch);
    require(taken.status == 201, taken.text());
    network_.accept(batch);
}

void EightStates::submit_until_it_dies() {
    for (auto& state : states_)
        while (state.waiting.size() < waiting_count) state.waiting.push_back(network_.request(*state.person));
    std::atomic<bool> stop = false;
    auto asking = std::async(std::launch::async, [&] { ask_for_checkpoints(stop); });
    std::vector<std::future<void>> running;
    for (auto& state : states_) running.push_back(std::async(std::launch::async, [&] { submit_one_by_one(state); }));
    for (auto& one : running) one.wait();
    stop = true;
    asking.get();
    for (auto& one : running) one.get();
}

void EightStates::submit_one_by_one(State& state) {
    try {
        HttpsClient client(gateway_.port(), state.person);
        while (!state.waiting.empty()) {
            const bool again = std::exchange(state.unanswered, true);
            const auto response = client.submit(state.waiting.front());
            if (response.status != 200 && response.status != 201) throw std::runtime_error(response.text());
            state.unanswered = false;
            if (response.status == 200) ++state.unanswered_there;
            if (response.status == 200 && !again) throw std::runtime_error("an entry was there before it was sent");
            state.told.push_back({.entry = std::move(state.waiting.front()), .receipts = response.text()});
            state.waiting.pop_front();
        }
    } catch (const boost::system::system_error&) {
        // The gateway is gone.
    }
}

void EightStates::ask_for_checkpoints(const std::atomic<bool>& stop) {
    try {
        HttpsClient client(gateway_.port(), &network_.officer());
        while (!stop) {
            checkpoints_.push_back(client.get("/v1/log/checkpoint").text());
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    } catch (const boost::system::system_error&) {
    }
}

// As a focal point reads it: all entries of this network are for everybody, or govern.
EightStates::Register EightStates::read_register() {
    Register held;
    crypto::merkle::Frontier frontier;
    held.roots.push_back(frontier.root());
    HttpsClient client(gateway_.port(), states_.front().person);
    std::set<protocol::EntryId> ids;
    std::uint64_t number = 0;
    std::string query;
    for (bool more = true; more;) {
        const auto response = client.get("/v1/entries" + query);
        require(response.status == 200, response.text());
        const auto page = protocol::wire::parse_page(response.body).value();
        const auto checkpoint = protocol::open_checkpoint(page.checkpoint, gateway_.log()).value().checkpoint;
        for (const auto& delivery : page.deliveries) {
            require(delivery.index == held.leaves.size(), "an entry is missing before " + std::to_string(delivery.index));
            const auto hash = protocol::leaf_hash(delivery.leaf);
            require(crypto::merkle::verify_inclusion(hash, delivery.index, checkpoint.size, delivery.proof, checkpoint.root),
                    "an entry is not in the tree");
            const auto leaf = protocol::parse_leaf(delivery.leaf).value();
            const auto entry = protocol::parse_entry(delivery.entry, delivery.delivered);
            require(entry && entry->id == leaf.id, "an entry is not that of its leaf");
            require(ids.insert(leaf.id).second, "an entry is there twice");
            if (leaf.number) ++number;
            require(!leaf.number || leaf.number->count == number, "numbers have a gap at " + std::to_string(number));
            held.leaves.push_back(delivery.leaf);
            frontier.append(hash);
            held.roots.push_back(frontier.root());
        }
        more = page.more;
        query = "?after=" + std::to_string(page.next - 1);
        if (!more)
            require(checkpoint.size == held.leaves.size() && checkpoint.root == frontier.root(),
                    "the checkpoint is of another tree");
    }
    figures_.size = held.leaves.size();
    return held;
}

void EightStates::verify_checkpoint(const Register& held, const protocol::VerifiedCheckpoint& seen) {
    const auto& checkpoint = seen.checkpoint;
    require(checkpoint.size < held.roots.size(), "a checkpoint that was seen is ahead of the register");
    require(checkpoint.root == held.roots[checkpoint.size], "a checkpoint that was seen contradicts the register");
    ++figures_.checkpoints_verified;
}

void EightStates::verify_told(const Register& held, State& state) {
    for (const auto& [entry, text] : state.told) {
        const auto receipts = protocol::wire::parse_receipts(text).value();
        const auto receipt = protocol::verify_receipt(entry.id, receipts.at(0).leaf, receipts.at(0).proof, gateway_.log());
        require(receipt.has_value(), "a receipt does not verify");
        require(receipt->index < held.leaves.size() && held.leaves[receipt->index] == receipt->leaf_text,
                "an acknowledged entry is lost");
        verify_checkpoint(held, receipt->checkpoint);
        ++figures_.receipts_verified;
    }
}

void EightStates::repeat(State& state, std::size_t first) {
    HttpsClient client(gateway_.port(), state.person);
    for (; first < state.told.size(); ++first) {
        const auto response = client.submit(state.told[first].entry);
        require(response.status == 200 && response.text() == state.told[first].receipts,
                "the same entry got another receipt: " + response.text());
        ++figures_.receipts_repeated;
    }
}

void EightStates::verify(bool all) {
    const auto held = read_register();
    for (const auto& note : checkpoints_) verify_checkpoint(held, protocol::open_checkpoint(note, gateway_.log()).value());
    std::uint64_t told = 0, governing = 0, numbered = 0;
    for (std::size_t i = 0; i < states_.size(); ++i) {
        verify_told(held, states_[i]);
        repeat(states_[i], all ? 0 : repeated_[i]);
        repeated_[i] = states_[i].told.size();
        told += states_[i].told.size();
    }
    for (const auto& leaf : held.leaves) ++(protocol::parse_leaf(leaf)->number ? numbered : governing);
    // What is there beyond what was acknowledged was on its way: at most one of each state.
    require(numbered >= told && numbered <= told + states_.size(), "entries are there that nobody sent");
    figures_.entries = told;
    figures_.unanswered_there = 0;
    for (const auto& state : states_) figures_.unanswered_there += state.unanswered_there;
}

}  // namespace test
