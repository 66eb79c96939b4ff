#include <gtest/gtest.h>

#include "crypto/random.hpp"

namespace {
struct Sodium : testing::Environment {
    void SetUp() override { crypto::initialise(); }
};
const auto* const registered = testing::AddGlobalTestEnvironment(new Sodium);
}  // namespace
