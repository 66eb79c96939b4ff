// A founded network whose persons have further devices, experts and a recovery sheet.
#pragma once

#include "protocol/claims.hpp"
#include "tests/integration/gateway/gateway_fixture.hpp"

namespace test {

// What is printed on paper and put into a safe.
struct RecoverySheet {
    crypto::SigningKey sign = crypto::SigningKey::generate();
    crypto::age::HybridIdentity age = crypto::age::HybridIdentity::generate();
    protocol::EntryId made{};

    protocol::RecoveryKeys keys() const { return {.sign = sign.verify_key(), .age = age.recipient()}; }
    protocol::KeyId key() const { return protocol::KeyId::of(sign.verify_key()); }
};

class PeopledGateway : public FoundedGateway {
protected:
    using FoundedGateway::FoundedGateway;

    // Experts of the DMR, whom an officer designates alone.
    void designate_experts(const std::vector<std::string>& handles, std::optional<std::int64_t> until = {}) {
        std::vector<protocol::Entry> batch;
        for (const auto& handle : handles) {
            auto& person = network.person(handle);
            person.role = protocol::Role::expert;
            const protocol::DesignationClaim claim{
                .handle = person.handle, .role = person.role, .keys = person.keys(), .from = {}, .until = until, .replaces = {}};
            batch.push_back(network.governing(network.officer(), claim, network.audience_of({"network"})));
        }
        take("dmr.01", batch);
    }
    Person& expert(const std::string& handle) {
        designate_experts({handle});
        return network.person(handle);
    }

    protocol::Entry device_entry(const Person& older, const Person& device) {
        const auto line = protocol::device_line(network.state().network(), device.handle, device.keys());
        return network.governing(
            older, protocol::DeviceClaim{.keys = device.keys(),
                                         .proof = device.key.sign(crypto::Context::device, crypto::as_bytes(line))});
    }
    // A further device of somebody, admitted by their first one.
    Person further_device(const std::string& handle) {
        auto device = make_person(handle);
        take(handle, {device_entry(network.person(handle), device)});
        return device;
    }

    protocol::Entry revocation(const Person& author, const std::string& handle, std::optional<protocol::KeyId> device = {}) {
        return network.governing(author, protocol::RevocationClaim{.handle = protocol::Handle::parse(handle).value(),
                                                                   .device = device,
                                                                   .keep = {},
                                                                   .reason = protocol::RevocationReason::lost});
    }

    // A sheet that `holder` makes for their state.
    RecoverySheet recovery_sheet(const std::string& holder) {
        RecoverySheet sheet;
        const auto& person = network.person(holder);
        const protocol::RecoveryMake make{.keys = sheet.keys(), .holders = {person.handle}, .replaces = {}};
        const auto entry = network.governing(person, protocol::RecoveryClaim{.member = person.handle.member(), .action = make});
        take(holder, {entry});
        sheet.made = entry.id;
        return sheet;
    }
    // The sheet's use by a device that nobody knows yet.
    protocol::Entry recovery_use(const RecoverySheet& sheet, const Person& device) {
        const auto line = protocol::recovery_line(network.state().network(), sheet.made, device.handle, device.device());
        const protocol::RecoveryUse use{.recovery = sheet.made, .keys = device.keys(),
                                        .proof = sheet.sign.sign(crypto::Context::recovery, crypto::as_bytes(line))};
        return network.governing(device, protocol::RecoveryClaim{.member = device.handle.member(), .action = use});
    }
};

}  // namespace test
